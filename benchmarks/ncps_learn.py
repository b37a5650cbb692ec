"""Learning on the job with ncps in PyTorch: a prediction, backpropagation through this step alone, and an update by RMSprop.

Prints the rows of LiquidNet.PeerBenchmarks in mode "learn", so that its option --with puts them beside LiquidNet's:

    python3 benchmarks/ncps_learn.py --configs C1b,C2a > ncps.csv

Needs torch and ncps. The state goes on from step to step, detached; loss and optimiser are those of LiquidNet's ImmediateDerivative,
which clips the gradient besides.
"""
import argparse
import math
import time

import torch
from ncps.torch import CfC, LTC
from ncps.wirings import AutoNCP

# inputs, units, outputs of the wiring
CONFIGS = {"C1a": (20, 19, 1), "C1b": (20, 32, 4), "C2a": (8, 32, 4), "C2b": (20, 64, 10)}
MODELS = {
    "ltc": lambda inputs, units, outputs: LTC(inputs, units),
    "ltc-ncp": lambda inputs, units, outputs: LTC(inputs, AutoNCP(units, outputs)),
    "cfc": lambda inputs, units, outputs: CfC(inputs, units),
    "cfc0": lambda inputs, units, outputs: CfC(inputs, units, backbone_layers=0),
    "cfc-pure": lambda inputs, units, outputs: CfC(inputs, units, mode="pure"),
    "wcfc-ncp": lambda inputs, units, outputs: CfC(inputs, AutoNCP(units, outputs)),
}
STEPS_PER_RUN = 10


class OnlineTask:
    def __init__(self, model, inputs, units, outputs):
        torch.manual_seed(1)
        self.cell = MODELS[model](inputs, units, outputs).rnn_cell
        self.parameters = [p for p in self.cell.parameters() if p.requires_grad]
        self.optimizer = torch.optim.RMSprop(self.parameters, lr=1e-3, alpha=0.9, eps=1e-8)
        self.reading = torch.rand(1, inputs)
        self.state = torch.zeros(1, units)
        with torch.no_grad():
            self.target = torch.rand_like(self.cell(self.reading, self.state, 1.0)[0])
        self.step = 0

    def run(self):
        for _ in range(STEPS_PER_RUN):
            self.step += 1
            self.reading[0, 0] = math.sin(0.3 * self.step)
            self.target[0, 0] = math.sin(0.3 * self.step + 0.3)
            prediction, state = self.cell(self.reading, self.state, 1.0)
            loss = (prediction - self.target).square().mean()
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            self.state = state.detach()


def microseconds_per_step(task, budget):
    for _ in range(5):
        task.run()
    times = []
    end = time.perf_counter() + budget
    while time.perf_counter() < end or len(times) < 5:
        begin = time.perf_counter()
        task.run()
        times.append((time.perf_counter() - begin) * 1e6 / STEPS_PER_RUN)
    return sorted(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--budget", type=float, default=2, help="seconds for each row")
    parser.add_argument("--configs", default=",".join(CONFIGS))
    parser.add_argument("--models", default=",".join(MODELS))
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    for config in options.configs.split(","):
        for model in options.models.split(","):
            times = microseconds_per_step(OnlineTask(model, *CONFIGS[config]), options.budget)
            median = times[len(times) // 2]
            print(
                f"ncps,torch {torch.__version__},{model},{config},{options.threads},learn,us/step,"
                f"{times[0]:.6g},{median:.6g},{times[-1]:.6g}", flush=True)


if __name__ == "__main__":
    main()
