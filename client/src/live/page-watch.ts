/**
 * What a person does on the page just now, as far as the page itself can see it: the last key or press, where the next key goes, and words
 * in forms that nobody else has. A field marked `data-kept` keeps its words itself.
 */
const FIELDS =
  'input:not([type=checkbox], [type=radio], [type=range], [type=button], [type=submit]), textarea, select, [contenteditable]';
/** Outside a form a field filters what is shown; in one it is work. */
const WORK = 'form, dialog, [role=dialog]';

class PageWatch {
  #touchedMs = Number.NEGATIVE_INFINITY;
  readonly #edited = new Set<HTMLInputElement | HTMLTextAreaElement>();

  /** Watches until the returned function is called. */
  start(page: Document): () => void {
    const touch = (): void => void (this.#touchedMs = performance.now());
    const edit = ({ target }: Event): void => {
      touch();
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)
        this.#edited.add(target);
    };
    const events = ['keydown', 'pointerdown', 'paste'] as const;
    for (const name of events) page.addEventListener(name, touch, { capture: true, passive: true });
    page.addEventListener('input', edit, { capture: true, passive: true });
    return () => {
      for (const name of events) page.removeEventListener(name, touch, { capture: true });
      page.removeEventListener('input', edit, { capture: true });
    };
  }

  quietMs(): number {
    return performance.now() - this.#touchedMs;
  }

  isInField(page: Document): boolean {
    return page.activeElement?.matches(FIELDS) === true;
  }

  /** Words typed on this page that are still there to be sent. */
  hasUnsentWords(): boolean {
    for (const field of this.#edited) if (!field.isConnected) this.#edited.delete(field);
    return [...this.#edited].some(
      (field) => field.value !== '' && !('kept' in field.dataset) && field.closest(WORK) !== null,
    );
  }
}

/** The one of this page. */
export const pageWatch = new PageWatch();
