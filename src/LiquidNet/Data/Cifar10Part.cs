namespace LiquidNet.Data;

/// <summary>The files of CIFAR-10, as flags.</summary>
[Flags]
public enum Cifar10Part
{
    /// <summary>No file.</summary>
    None = 0,

    /// <summary>data_batch_1.bin, 10,000 training images.</summary>
    Batch1 = 1,

    /// <summary>data_batch_2.bin, 10,000 training images.</summary>
    Batch2 = 2,

    /// <summary>data_batch_3.bin, 10,000 training images.</summary>
    Batch3 = 4,

    /// <summary>data_batch_4.bin, 10,000 training images.</summary>
    Batch4 = 8,

    /// <summary>data_batch_5.bin, 10,000 training images.</summary>
    Batch5 = 16,

    /// <summary>test_batch.bin, the 10,000 test images.</summary>
    Test = 32,

    /// <summary>The five training files, 50,000 images.</summary>
    Training = Batch1 | Batch2 | Batch3 | Batch4 | Batch5,

    /// <summary>All six files, 60,000 images; training first.</summary>
    All = Training | Test,
}
