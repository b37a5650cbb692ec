/* Runs "driver" on a Cortex-M4F and prints, through semihosting, what it gives and what it costs. */
#include "driver.h"

#define STEPS 50
#define REPETITIONS 100
#define PAINT 0x5a5a5a5au

/* With -icount shift=0 an instruction takes a nanosecond, and the clock of SysTick has 25 MHz. */
#define INSTRUCTIONS_PER_TICK 40u

#define SYSTICK_CONTROL (*(volatile uint32_t *)0xe000e010u)
#define SYSTICK_RELOAD (*(volatile uint32_t *)0xe000e014u)
#define SYSTICK_VALUE (*(volatile uint32_t *)0xe000e018u)
#define COPROCESSORS (*(volatile uint32_t *)0xe000ed88u)

extern uint32_t stack_bottom[], stack_top[];

void start(void);

__attribute__((section(".vectors"), used)) static const void *const vectors[4] = { stack_top, start, start, start };

static driver_state state;
static float input[DRIVER_INPUTS], prediction[DRIVER_OUTPUTS];

static void semihost(uint32_t operation, const void *argument)
{
    register uint32_t r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

static void print(const char *name, uint32_t number)
{
    char digits[10];
    semihost(4, name);
    for (int i = 0; i < 8; ++i)
        digits[i] = "0123456789abcdef"[(number >> (28 - 4 * i)) & 15u];
    digits[8] = '\n';
    digits[9] = 0;
    semihost(4, digits);
}

static void print_float(const char *name, float number)
{
    union { float number; uint32_t bits; } both = { number };
    print(name, both.bits);
}

static driver_result step(int index)
{
    static const float timespans[5] = { 1.0f, 0.0f, 0.25f, 0.5f, 0.125f };
    for (int i = 0; i < DRIVER_INPUTS; ++i)
        input[i] = (float)((7 * index + 3 * i) % 11 - 5) / 4.0f;
    return driver_step(&state, input, timespans[index % 5], prediction);
}

/* How many bytes of the stack a step leaves changed, from where it is called. */
__attribute__((noinline)) static uint32_t stack_of_step(void)
{
    uint32_t *here = (uint32_t *)__builtin_frame_address(0), *at;
    for (at = stack_bottom; at < here - 32; ++at)
        *at = PAINT;
    step(0);
    for (at = stack_bottom; *at == PAINT; ++at)
        ;
    return (uint32_t)((char *)here - (char *)at);
}

void start(void)
{
    uint32_t ticks;
    COPROCESSORS |= 0xfu << 20;
    __asm__ volatile("dsb\n\tisb");
    driver_init(&state);
    for (int index = 0; index < STEPS; ++index) {
        print("code ", (uint32_t)step(index));
        for (int i = 0; i < DRIVER_OUTPUTS; ++i)
            print_float("prediction ", prediction[i]);
    }
    print("stack ", stack_of_step());
    print("state ", (uint32_t)sizeof state);
    SYSTICK_RELOAD = 0xffffffu;
    SYSTICK_VALUE = 0;
    SYSTICK_CONTROL = 5;
    for (int index = 0; index < REPETITIONS; ++index)
        driver_step(&state, input, 1.0f, prediction);
    ticks = 0xffffffu - SYSTICK_VALUE;
    print("instructions ", ticks * INSTRUCTIONS_PER_TICK / REPETITIONS);
    semihost(0x18, (const void *)0x20026u);
    for (;;)
        ;
}
