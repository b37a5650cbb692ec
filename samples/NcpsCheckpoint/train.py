"""Trains the model that the sample carries, and writes what it gives for some inputs.

    pip install torch ncps safetensors
    python train.py          # sine.pt, reference.safetensors
    python train.py FILE     # loads what the sample saved, and says how well it does

The task is to say what a sine is one unit of time ahead. Here its steps are all one unit long: ncps cannot be given a timespan
for each sample of a batch. The sample trains on, with readings at irregular times.
"""

import math
import sys

import torch
from ncps.torch import LTC
from ncps.wirings import AutoNCP
from safetensors.torch import save_file


class Forecast(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = LTC(1, AutoNCP(16, 3), ode_unfolds=6)
        self.head = torch.nn.Linear(3, 1)

    def forward(self, x, timespans=None):
        return self.head(self.rnn(x, timespans=timespans)[0])


def sines(count, length, shortest, longest):
    period = 4 + 8 * torch.rand(count, 1)
    timespans = shortest + (longest - shortest) * torch.rand(count, length)
    time = 12 * torch.rand(count, 1) + timespans.cumsum(1)
    return torch.sin(math.tau * time / period)[..., None], timespans, torch.sin(math.tau * (time + 1) / period)[..., None]


def one_by_one(model, x, timespans):
    with torch.no_grad():
        return torch.cat([model(x[i : i + 1], timespans[i : i + 1]) for i in range(len(x))])


torch.manual_seed(1)
model = Forecast()
if len(sys.argv) > 1:
    model.load_state_dict(torch.load(sys.argv[1], weights_only=True), strict=True)
else:
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for step in range(200):
        x, _, y = sines(32, 24, 1, 1)
        loss = torch.nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 50 == 49:
            print(f"step {step + 1}: mean squared error {loss.item():.4f}")
    torch.save(model.state_dict(), "sine.pt")
    x, timespans, _ = sines(4, 32, 0.1, 1.9)
    save_file({"input": x, "timespans": timespans, "outputs": one_by_one(model, x, timespans)}, "reference.safetensors")

x, timespans, y = sines(64, 32, 0.1, 1.9)
print(f"at irregular times: mean squared error {torch.nn.functional.mse_loss(one_by_one(model, x, timespans), y).item():.4f}")
