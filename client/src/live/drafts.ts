/** Words that were typed and not sent, per incident or alarm: neither another choice nor a reload loses them. */
const drafts = new Map<string, string>();
const PREFIX = 'metropane.draft.';

export function readDraft(subjectId: string): string {
  const known = drafts.get(subjectId);
  if (known !== undefined) return known;
  try {
    return localStorage.getItem(PREFIX + subjectId) ?? '';
  } catch (error) {
    if (error instanceof DOMException) return '';
    throw error;
  }
}

/** An empty text forgets the draft. Where storage is forbidden a draft lasts as long as the page. */
export function keepDraft(subjectId: string, text: string): void {
  drafts.set(subjectId, text);
  try {
    if (text === '') localStorage.removeItem(PREFIX + subjectId);
    else localStorage.setItem(PREFIX + subjectId, text);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
