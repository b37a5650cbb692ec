namespace LiquidNet.Export.C;

/// <summary>An expression in C, and how tightly it holds its operands: a sum 1, a product 2, anything else 3.</summary>
readonly record struct CExpression(string Text, int Binding)
{
    /// <summary>A call, a variable or an element.</summary>
    public static CExpression Of(string text) => new(text, text[0] == '-' ? 2 : 3);

    /// <summary>A sum; nothing is added where one side is zero.</summary>
    public static CExpression operator +(CExpression left, CExpression right) =>
        left.IsZero ? right : right.IsZero ? left : new($"{left.Within(1)} + {right.Within(1)}", 1);

    public static CExpression operator -(CExpression left, CExpression right) => new($"{left.Within(1)} - {right.Within(2)}", 1);

    /// <summary>A product; nothing is multiplied where one side is one.</summary>
    public static CExpression operator *(CExpression left, CExpression right) =>
        left.IsOne ? right : right.IsOne ? left : new($"{left.Within(2)} * {right.Within(3)}", 2);

    public static CExpression operator /(CExpression left, CExpression right) => new($"{left.Within(2)} / {right.Within(3)}", 2);

    public static CExpression operator -(CExpression x) => new($"-{x.Within(3)}", 2);

    bool IsZero => Text is "0.0f" or "-0.0f";

    bool IsOne => Text == "1.0f";

    /// <summary>The text, in parentheses where others hold more tightly.</summary>
    string Within(int binding) => Binding < binding ? $"({Text})" : Text;
}
