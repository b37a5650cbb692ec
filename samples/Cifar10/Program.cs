System.Console.WriteLine("cifar10");
