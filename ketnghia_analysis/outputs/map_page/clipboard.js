/* What is copied, and how that is said. */
/* Text onto the clipboard, in the old way where the new one is not allowed. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = element("textarea", text, document.body, "kn-unseen");
    const before = document.activeElement;
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (before) before.focus();
    return done;
  }
}

/* The button itself says for a moment whether it was copied. */
function answer(pressed, done, told) {
  announce(done ? told : "Trình duyệt không cho chép.");
  if (pressed.dataset.waits) return;
  const before = [...pressed.childNodes];
  pressed.dataset.waits = "1";
  pressed.textContent = done ? "Đã chép" : "Không chép được";
  setTimeout(() => {
    pressed.replaceChildren(...before);
    delete pressed.dataset.waits;
  }, 2500);
}
