import { keepText, keptText, storageOf } from './kept-text.ts';

/** Words that were typed and not sent, per incident or alarm: neither another choice nor a reload loses them. */
const drafts = new Map<string, string>();
const PREFIX = 'metropane.draft.';

export function readDraft(subjectId: string): string {
  const known = drafts.get(subjectId);
  if (known !== undefined) return known;
  return keptText(PREFIX + subjectId) ?? '';
}

/** An empty text forgets the draft. Where storage is forbidden a draft lasts as long as the page. */
export function keepDraft(subjectId: string, text: string): void {
  drafts.set(subjectId, text);
  if (text === '') storageOf()?.removeItem(PREFIX + subjectId);
  else keepText(PREFIX + subjectId, text);
}
