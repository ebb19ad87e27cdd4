/** Texts that have broken other programs, by what they try. None of them should mean anything to this one. */
export const HOSTILE_TEXTS: readonly string[] = [
  // SQL, and what LIKE and tsquery would make of it
  "' or '1'='1", "'; drop table partner;--", '") union select version()--', '$1', "\\'; select pg_sleep(9)--", '%', '_', "a' | !*:b", '{1,2',
  // the file system and the address
  '../../../../etc/passwd', '..%2f..%2fetc%2fpasswd', '..\\..\\windows\\win.ini', '/etc/passwd', '.', '..', '//127.0.0.1/x', '?x=1#y', 'a/b',
  // templates, shells and lookups
  '{{7*7}}', '${7*7}', '<%= 7*7 %>', '`id`', '$(id)', '; id', '${jndi:ldap://127.0.0.1:1/x}', '%s%n%x', '*)(uid=*',
  // pages and spreadsheets
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', 'javascript:alert(1)', '=cmd|\'/c calc\'!A0', '@SUM(1)',
  // lines and headers
  'a\r\nx-injected: yes', 'a\nset-cookie: a=b', 'a%0d%0ax-injected: yes', '\u0085', '\u2028',
  // what JavaScript has by itself
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'null', 'undefined', 'NaN', 'true', '[object Object]',
  // Unicode
  '\u202eabc', '\u200b', '\ufeff', 'ｓｅｌｅｃｔ', 'İi̇ıI', '\u{1d4b3}', '\u{1f1e8}\u{1f1f3}', `a${'\u0301'.repeat(30)}`, 'ﷺ', '\uffff', '\u0001\u001b[31m',
  // numbers that are texts
  '-1', '0', '-0', '1e309', '9223372036854775808', '0x10', '１２', '1_000',
  '', ' ', '\t',
]; // prettier-ignore

/** Texts that no part of a request may carry: they cannot be stored as UTF-8. */
export const UNSTORABLE_TEXTS: readonly string[] = ['\0', 'a\0b', '\ud800', 'a\udfff'];

/** Numbers as they stand in JSON, most of which no 64-bit value can hold. */
export const HOSTILE_NUMBERS: readonly string[] = [
  '-1', '0', '-0', '0.1', '1e2', '2147483648', '-2147483649', '9007199254740993', '9223372036854775807', '9223372036854775808',
  '123456789012345678901234567890', '1e308', '1e400', '-1e400', '5e-324', '0.1e-400', 'true', 'null', '"7"', '[7]', '{}',
]; // prettier-ignore
