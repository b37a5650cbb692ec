/* Takes readings from standard input, each an elapsed time and the inputs, and prints a prediction for each. */
#include "driver.h"
#include <stdio.h>

int main(void)
{
    driver_state state;
    float elapsed, input[DRIVER_INPUTS], prediction[DRIVER_OUTPUTS];
    driver_init(&state);
    while (scanf("%f", &elapsed) == 1) {
        for (int i = 0; i < DRIVER_INPUTS; ++i)
            if (scanf("%f", &input[i]) != 1)
                return 1;
        if (elapsed < 0.0f) {
            driver_init(&state); /* a negative time stands for a new drive */
            continue;
        }
        if (driver_step(&state, input, elapsed, prediction) != DRIVER_OK)
            return 1;
        for (int i = 0; i < DRIVER_OUTPUTS; ++i)
            printf("%.9g\n", prediction[i]);
    }
    return 0;
}
