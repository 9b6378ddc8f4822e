const HALF_PERIOD_MS = 800;

/** Turns the page's `data-blink` attribute on and off: 0.6 Hz, all blinking marks of a page in step. */
export function startBlink(root: HTMLElement = document.documentElement): void {
  setInterval(() => {
    root.dataset['blink'] = root.dataset['blink'] === 'off' ? 'on' : 'off';
  }, HALF_PERIOD_MS);
}
