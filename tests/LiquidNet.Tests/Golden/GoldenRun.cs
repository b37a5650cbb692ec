using LiquidNet.Equations;

namespace LiquidNet.Tests.Golden;

/// <summary>Runs a model over the sequences of a golden file, forth and back, through the library's own engine.</summary>
sealed class GoldenRun : IShardInput, IShardLoss
{
    readonly LiquidEquation equation;
    readonly int batch;
    readonly int steps;
    readonly int lanes;
    readonly double[] inputs;
    readonly double[] timespans;
    readonly double[] cotangent;
    readonly Func<float[], double[], double[]>? outputGradient;

    public GoldenRun(LiquidEquation equation, ParameterSet parameters, SafetensorsFile file, double[] initialState)
        : this(equation, parameters, file, initialState, file.Doubles("io.cotangent"), null)
    {
    }

    /// <param name="equation">The model.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="file">The sequences.</param>
    /// <param name="initialState">[batch x state].</param>
    /// <param name="cotangent">What the outputs, or what follows from them, are multiplied by to make the loss [batch x time x output].</param>
    /// <param name="outputGradient">The gradient by an output, from that output and its cotangent; null where that is the cotangent itself.</param>
    public GoldenRun(
        LiquidEquation equation, ParameterSet parameters, SafetensorsFile file, double[] initialState, double[] cotangent,
        Func<float[], double[], double[]>? outputGradient)
    {
        this.equation = equation;
        this.cotangent = cotangent;
        this.outputGradient = outputGradient;
        inputs = file.Doubles("io.x");
        timespans = file.Doubles("io.timespans");
        (batch, steps) = (file.Shape("io.x")[0], file.Shape("io.x")[1]);
        lanes = LaneCount.For(batch);
        Outputs = new double[batch * steps * equation.OutputSize];
        States = new double[batch * steps * equation.StateSize];
        Gradients = new GradientSet(parameters);
        var tape = new Tape(equation, lanes);
        tape.CollectInto(Gradients, withInputs: true);
        tape.Begin(steps, holdsInput: false, TapeMemory.Everything);
        tape.InitialState.Clear();
        for (var sample = 0; sample < batch; sample++)
        {
            for (var row = 0; row < equation.StateSize; row++)
                tape.InitialState[row * lanes + sample] = (float)initialState[sample * equation.StateSize + row];
        }

        tape.Forward(this, output: null);
        tape.Reverse(this);
        Collect(tape);
    }

    public double[] Outputs { get; }

    public double[] States { get; }

    public GradientSet Gradients { get; }

    public double[] InputGradient { get; private set; } = [];

    public double[] TimespanGradient { get; private set; } = [];

    public double[] InitialStateGradient { get; private set; } = [];

    void IShardInput.ReadStep(int step, Span<float> input)
    {
        input.Clear();
        for (var sample = 0; sample < batch; sample++)
        {
            for (var row = 0; row < equation.InputSize; row++)
                input[row * lanes + sample] = (float)inputs[(sample * steps + step) * equation.InputSize + row];
        }
    }

    void IShardInput.ReadTimespans(int step, Span<float> stepTimespans)
    {
        stepTimespans.Clear();
        for (var sample = 0; sample < batch; sample++)
            stepTimespans[sample] = (float)timespans[sample * steps + step];
    }

    bool IShardLoss.Judges(int step) => true;

    void IShardLoss.WriteGradient(int step, ReadOnlySpan<float> output, Span<float> gradient)
    {
        gradient.Clear();
        var rows = equation.OutputSize;
        for (var sample = 0; sample < batch; sample++)
        {
            var at = (sample * steps + step) * rows;
            var values = new float[rows];
            for (var row = 0; row < rows; row++)
                Outputs[at + row] = values[row] = output[row * lanes + sample];
            var slope = cotangent[at..(at + rows)];
            if (outputGradient is not null)
                slope = outputGradient(values, slope);
            for (var row = 0; row < rows; row++)
                gradient[row * lanes + sample] = (float)slope[row];
        }
    }

    void Collect(Tape tape)
    {
        var states = equation.StateSize;
        InputGradient = new double[batch * steps * equation.InputSize];
        TimespanGradient = new double[batch * steps];
        InitialStateGradient = new double[batch * states];
        var ofTimespans = new float[lanes];
        for (var step = 0; step < steps; step++)
        {
            Transpose(tape.StateAfter(step), States, states, step);
            Transpose(tape.InputGradient(step), InputGradient, equation.InputSize, step);
            tape.WriteTimespanGradient(step, ofTimespans);
            Transpose(ofTimespans, TimespanGradient, 1, step);
        }

        for (var sample = 0; sample < batch; sample++)
        {
            for (var row = 0; row < states; row++)
                InitialStateGradient[sample * states + row] = tape.InitialStateGradient[row * lanes + sample];
        }
    }

    void Transpose(ReadOnlySpan<float> lanesOfStep, double[] destination, int rows, int step)
    {
        for (var sample = 0; sample < batch; sample++)
        {
            for (var row = 0; row < rows; row++)
                destination[(sample * steps + step) * rows + row] = lanesOfStep[row * lanes + sample];
        }
    }
}
