/** Text is compared up to this many characters: a report may be long, and two callers say the same in the first sentence. */
const MAX_COMPARED = 300;
/** Below this many words, being alike says nothing: everybody calls a fire a fire. */
const MIN_WORDS = 3;

/** The words of a text without diacritics, case and punctuation. */
export function wordsOf(text: string): ReadonlySet<string> {
  const plain = text
    .slice(0, MAX_COMPARED)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();
  return new Set(plain.match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** Shared words by all words (Jaccard), 0–1; 0 when either has too few to tell. */
export function sameWords(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size < MIN_WORDS || b.size < MIN_WORDS) return 0;
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  return shared / (a.size + b.size - shared);
}
