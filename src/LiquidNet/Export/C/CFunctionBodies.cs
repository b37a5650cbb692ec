namespace LiquidNet.Export.C;

/// <summary>The functions of equations, written in C. NaN gives NaN, and infinities what the library gives for them.</summary>
static class CFunctionBodies
{
    static readonly (string Name, string Body)[] All =
    [
        ("exp", """
            /* e^x = 2^n e^r with |r| <= ln(2) / 2; relative error 2e-7, and zero where it would be denormal. */
            static float NAME_exp(float x)
            {
                union { uint32_t bits; float number; } power;
                float n, r, e;
                if (x != x)
                    return x;
                if (x > 88.72f)
                    return INFINITY;
                if (x < -87.0f)
                    return 0.0f;
                n = (float)(int32_t)(1.44269504f * x + (x < 0.0f ? -0.5f : 0.5f));
                r = x - 0.693359375f * n + 2.12194440e-4f * n;
                e = 1.9875691500e-4f;
                e = e * r + 1.3981999507e-3f;
                e = e * r + 8.3334519073e-3f;
                e = e * r + 4.1665795894e-2f;
                e = e * r + 1.6666665459e-1f;
                e = e * r + 5.0000001201e-1f;
                power.bits = (uint32_t)((int32_t)n + 126) << 23;
                return (e * r * r + r + 1.0f) * power.number * 2.0f;
            }
            """),
        ("tanh", """
            /* (2^y - 1) / (2^y + 1) with 2^y = 2^n 2^f, |f| <= 1/2, and 2^f = (E + f) / (E - f): error 2e-7. */
            static float NAME_tanh(float x)
            {
                union { uint32_t bits; float number; } power;
                float y, f, less, more, even;
                int32_t n;
                if (x != x)
                    return x;
                y = x > 10.0f ? 28.8539008f : x < -10.0f ? -28.8539008f : 2.88539008f * x;
                n = (int32_t)(y < 0.0f ? y - 0.5f : y + 0.5f);
                power.bits = (uint32_t)(n + 127) << 23;
                f = y - (float)n;
                less = power.number - 1.0f;
                more = power.number + 1.0f;
                even = (-0.000920463906f * f * f + 0.115523957f) * f * f + 2.88539010f;
                return (even * less + f * more) / (even * more + f * less);
            }
            """),
        ("lecun_tanh", """
            static float NAME_lecun_tanh(float x)
            {
                return 1.7159f * NAME_tanh(0.666f * x);
            }
            """),
        ("sigmoid", """
            static float NAME_sigmoid(float x)
            {
                return 1.0f / (1.0f + NAME_exp(-x));
            }
            """),
        ("softsign", """
            static float NAME_softsign(float x)
            {
                const float bounded = x > 1e38f ? 1e38f : x < -1e38f ? -1e38f : x;
                return bounded / (1.0f + fabsf(bounded));
            }
            """),
        ("one_minus_exp", """
            static float NAME_one_minus_exp(float x)
            {
                return -expm1f(-x);
            }
            """),
        ("log", """
            static float NAME_log(float x)
            {
                return logf(x);
            }
            """),
        ("sqrt", """
            static float NAME_sqrt(float x)
            {
                return sqrtf(x);
            }
            """),
        ("sin", """
            static float NAME_sin(float x)
            {
                return sinf(x);
            }
            """),
        ("cos", """
            static float NAME_cos(float x)
            {
                return cosf(x);
            }
            """),
        ("softplus", """
            static float NAME_softplus(float x)
            {
                return (x < 0.0f ? 0.0f : x) + log1pf(NAME_exp(-fabsf(x)));
            }
            """),
        ("relu", """
            static float NAME_relu(float x)
            {
                return x < 0.0f ? 0.0f : x;
            }
            """),
        ("leaky_relu", """
            static float NAME_leaky_relu(float x, float slope)
            {
                return x > 0.0f ? x : slope * x;
            }
            """),
        ("elu", """
            static float NAME_elu(float x, float alpha)
            {
                return x > 0.0f ? x : alpha * expm1f(x);
            }
            """),
        ("silu", """
            static float NAME_silu(float x)
            {
                return (x < -1000.0f ? -1000.0f : x) * NAME_sigmoid(x);
            }
            """),
        ("gelu", """
            static float NAME_gelu(float x)
            {
                return 0.5f * (x < -14.0f ? -14.0f : x) * erfcf(-0.707106781f * x);
            }
            """),
        ("abs", """
            static float NAME_abs(float x)
            {
                return fabsf(x);
            }
            """),
        ("clamp", """
            static float NAME_clamp(float x, float low, float high)
            {
                return x < low ? low : x > high ? high : x;
            }
            """),
        ("is_nan", """
            static float NAME_is_nan(float x)
            {
                return x != x ? 1.0f : 0.0f;
            }
            """),
        ("zero_if_nan", """
            static float NAME_zero_if_nan(float x)
            {
                return x != x ? 0.0f : x;
            }
            """),
    ];

    /// <summary>The names, each after those of the functions that its function calls.</summary>
    public static IEnumerable<string> Order => All.Select(function => function.Name);

    /// <summary>The text of a function; NAME stands for the prefix.</summary>
    public static string Of(string name) => All.First(function => function.Name == name).Body.ReplaceLineEndings("\n");
}
