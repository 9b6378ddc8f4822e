/**
 * Folds a text for searching: no diacritics, đ→d, lower case, single spaces. "Hoà Bình", "Hòa Bình" and "hoa binh" are equal.
 */
export function searchKey(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
