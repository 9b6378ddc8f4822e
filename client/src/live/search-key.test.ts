import { expect, test } from 'vitest';
import { searchKey } from './search-key.ts';

test('diacritics, case, spaces and both ways of writing hoà are one key', () => {
  expect(searchKey('Hoà Bình')).toBe('hoa binh');
  expect(searchKey('Hòa  Bình')).toBe('hoa binh');
  expect(searchKey('ĐƯỜNG Điện-Biên.Phủ')).toBe('duong dien bien phu');
  expect(searchKey('Nguyễn Hữu Cảnh'.normalize('NFD'))).toBe('nguyen huu canh');
  expect(searchKey('  ')).toBe('');
});
