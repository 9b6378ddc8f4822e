import { expect, test } from 'vitest';
import { refusePassword } from './password-rules.ts';

const codeOf = (password: string, name = 'lan.nguyen'): string | undefined =>
  refusePassword(password, name)?.code;

test.each([
  ['eleven char', 'password-short'],
  ['mèomèomèomè', 'password-short'],
  ['x'.repeat(201), 'password-long'],
  ['aaaaaaaaaaaaaaaa', 'password-trivial'],
  ['abababababababab', 'password-trivial'],
  ['password1234', 'password-trivial'],
  ['Password2026!', 'password-trivial'],
  ['Mật khẩu 123456', 'password-trivial'],
  ['passwordpassword', 'password-trivial'],
  ['qwertyuiop123', 'password-trivial'],
  ['123456789012', 'password-trivial'],
  ['210987654321', 'password-trivial'],
  ['abcdefghijkl', 'password-trivial'],
  ['lan.nguyen2026', 'password-trivial'],
  ['nguyennguyennguyen', 'password-trivial'],
  ['Metropane2026', 'password-trivial'],
])('%s is %s', (password, code) => expect(codeOf(password)).toBe(code));

test.each([
  ['con mèo đen trên mái'],
  ['nothing needs a digit here'],
  ['hW7-kepz-19ue-Tt'],
  ['uqi8tt_1Svb6Bwnwfmq0_yWM'],
  ['🐈🐕🐓🐖🐄🐎🐑🐐🦆🦢🦉🦅'],
])('no composition is asked: %s', (password) => expect(codeOf(password)).toBeUndefined());
