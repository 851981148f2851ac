/* Symbols that would cover each other are moved apart a little; a fine line leads to the true place. */
const MOST_SPREAD = 300;
const FARTHEST = 22;
const ROUNDS = 40;
const GAP = 2;

/* Moves marks ({x, y, radius}) apart; each keeps its true place as `trueX`, `trueY`. */
function spreadApart(marks) {
  for (const mark of marks) {
    mark.trueX = mark.x;
    mark.trueY = mark.y;
  }
  if (marks.length > MOST_SPREAD) return;
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = false;
    for (let first = 0; first < marks.length; first += 1) {
      for (let second = first + 1; second < marks.length; second += 1) moved = pushed(marks[first], marks[second], first + second) || moved;
    }
    if (!moved) return;
  }
}

function pushed(one, other, turn) {
  const least = one.radius + other.radius + GAP;
  let [x, y] = [other.x - one.x, other.y - one.y];
  if (Math.abs(x) >= least || Math.abs(y) >= least) return false;
  let away = Math.hypot(x, y);
  if (away >= least - 0.3) return false;
  if (away < 0.01) {
    // two at the same place part in a direction that is always the same
    [x, y, away] = [Math.cos(2.4 * turn), Math.sin(2.4 * turn), 1];
  }
  const half = (least - away) / 2 / away;
  place(one, one.x - x * half, one.y - y * half);
  place(other, other.x + x * half, other.y + y * half);
  return true;
}

function place(mark, x, y) {
  const [right, down] = [x - mark.trueX, y - mark.trueY];
  const far = Math.hypot(right, down);
  const share = far > FARTHEST ? FARTHEST / far : 1;
  mark.x = mark.trueX + right * share;
  mark.y = mark.trueY + down * share;
}

function isMoved(mark) {
  return Math.hypot(mark.x - mark.trueX, mark.y - mark.trueY) > 3;
}
