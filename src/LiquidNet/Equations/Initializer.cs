using LiquidNet.Seeding;

namespace LiquidNet.Equations;

/// <summary>Fills parameters before training.</summary>
static class Initializer
{
    /// <summary>Draws evenly from low to high.</summary>
    public static float[] Uniform(int count, float low, float high, SplitMix64 random)
    {
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
            value = random.NextUniform(low, high);
        return values;
    }

    /// <summary>
    /// Orthonormal columns times a gain: normal numbers, made orthogonal by the modified Gram-Schmidt process, twice for precision.
    /// </summary>
    public static float[] Orthogonal(int size, float gain, SplitMix64 random)
    {
        var columns = new double[size][];
        for (var column = 0; column < size; column++)
        {
            var vector = new double[size];
            foreach (ref var value in vector.AsSpan())
                value = random.NextNormal();
            for (var pass = 0; pass < 2; pass++)
            {
                for (var earlier = 0; earlier < column; earlier++)
                    AddScaled(vector, columns[earlier], -Dot(vector, columns[earlier]));
            }

            var length = Math.Sqrt(Dot(vector, vector));
            foreach (ref var value in vector.AsSpan())
                value /= length;
            columns[column] = vector;
        }

        var values = new float[size * size];
        for (var column = 0; column < size; column++)
        {
            for (var row = 0; row < size; row++)
                values[column * size + row] = (float)(gain * columns[column][row]);
        }

        return values;
    }

    static double Dot(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var index = 0; index < left.Length; index++)
            sum += left[index] * right[index];
        return sum;
    }

    static void AddScaled(double[] vector, double[] addend, double factor)
    {
        for (var index = 0; index < vector.Length; index++)
            vector[index] += factor * addend[index];
    }
}
