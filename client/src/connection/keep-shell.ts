/**
 * Lets this browser open the page without the centre. Where it cannot (a page over plain HTTP from another machine, a kiosk that forbids
 * it) the page works as before and needs the centre to open.
 */
export function keepShell(): void {
  if (!('serviceWorker' in navigator)) return;
  // After the first page is drawn: what an operator waits for comes first.
  window.addEventListener('load', () => {
    navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch((error: unknown) => {
      // Refused by the browser: the page then needs the centre to open, as it always did. Anything else is a fault of ours.
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    });
  });
}
