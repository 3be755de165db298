"""Linear chains: from what each place says of each label and what goes with what, the best labels and the probability of each.

The steps and the order of additions are CRFsuite's (crf1d_context.c), so that the numbers are its numbers.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extract.compiled import compiled

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]


@compiled
def best(scores: Floats, ends: Ints, transitions: Floats, labels: Ints) -> None:
    """Fills `labels` with the best reading (Viterbi) of the chains that end at `ends`; `scores` holds a row a place, a column a label."""
    size = transitions.shape[0]
    before, now, back = np.empty(size), np.empty(size), np.empty(scores.shape, np.int64)
    first = 0
    for end in ends:
        before[:] = scores[first]
        for t in range(first + 1, end):
            now[:] = -np.inf
            origin = back[t]
            for i in range(size):
                score, goes = before[i], transitions[i]
                for j in range(size):
                    better = score + goes[j] > now[j]
                    now[j] = score + goes[j] if better else now[j]
                    origin[j] = i if better else origin[j]
            for j in range(size):
                before[j] = now[j] + scores[t, j]
        label = np.argmax(before)
        for t in range(end - 1, first, -1):
            labels[t] = label
            label = back[t, label]
        labels[first] = label
        first = end


@compiled
def probabilities(scores: Floats, ends: Ints, transitions: Floats) -> Floats:
    """The probability of each label at each place (forward and backward)."""
    size = transitions.shape[0]
    goes, likely = np.exp(transitions), np.exp(scores)
    comes, found, scale = goes.T.copy(), np.empty(scores.shape), np.empty(len(scores))
    row, behind, now = np.empty(size), np.empty(size), np.empty(size)
    first = 0
    for end in ends:
        for t in range(first, end):
            if t == first:
                now[:] = likely[t]
            else:
                now[:] = 0.0
                for i in range(size):
                    for j in range(size):
                        now[j] += found[t - 1, i] * goes[i, j]
                now *= likely[t]
            total = 0.0
            for j in range(size):
                total += now[j]
            scale[t] = 1.0 / total if total != 0.0 else 1.0
            found[t] = now * scale[t]
        for t in range(end - 1, first - 1, -1):
            if t == end - 1:
                behind[:] = scale[t]
            else:
                row[:] = behind * likely[t + 1]
                behind[:] = 0.0
                for j in range(size):
                    for i in range(size):
                        behind[i] += comes[j, i] * row[j]
                behind *= scale[t]
            found[t] = found[t] * behind / scale[t]
        first = end
    return found
