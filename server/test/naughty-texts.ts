import { readFileSync } from 'node:fs'
import path from 'node:path'
import { FIXTURES } from './survey-fixtures.ts'

const codes = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at))
/** Each character in the middle, at the beginning and at the end of a word. */
const placed = (characters: string[]) =>
  characters.flatMap(character => [`手${character}机`, `${character}手机`, `手机${character}`])

/** What breaks programs that take a text for something else, by what it is taken for. */
const KINDS: Record<string, string[]> = {
  'control characters': placed([...codes(0, 0x1f), ...codes(0x7f, 0x9f)]),
  'invisible and turning marks': placed([
    ...codes(0x200b, 0x200f),
    ...codes(0x202a, 0x202e),
    ...codes(0x2060, 0x2069),
    '\u00ad',
    '\u061c',
    '\u180e',
    '\ufeff',
    '\ufffc',
    '\u034f',
    '\u115f',
    '\u3164',
  ]),
  blanks: placed([
    '\u0085',
    '\u00a0',
    '\u1680',
    ...codes(0x2000, 0x200a),
    '\u2028',
    '\u2029',
    '\u202f',
    '\u3000',
  ]),
  'no characters and private ones': placed([
    '\ufdd0',
    '\ufffe',
    '\uffff',
    '\u{1fffe}',
    '\u{10ffff}',
    '\ue000',
    '\u{f0000}',
    '\ufffd',
    '\u{e0001}',
  ]),
  'right to left': ['שלום עולם', 'مُنَاقَشَةُ سُبُلِ', '手机 שלום iPhone', '﷽', '١٢٣', '‫手机‬'],
  emoji: ['😀', '👩🏽', '👨‍👩‍👧‍👦', '🏳️‍🌈', '🇨🇳🇭🇰', '1️⃣', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '😀'.repeat(100), '😀'.repeat(101)],
  'combining and normal forms': [
    'Z̸̡̢̛͓̘͙̱̮͌͌̈́A̷̡̨̢̛̘̺̲͗̈́L̴̛̪̺͌̌G̶̢̛O̸̡̧͑',
    'e\u0301 é',
    '\u0301手机',
    'ﬁ ﷺ Å Å',
    '각 각',
    '辻\u{e0100}',
    '神 \ufa19',
    '𠜎𠜱𠝹𠱓',
    '锟斤拷烫烫烫屯屯屯',
    'Ã©â€™æ‰‹',
  ],
  lookalikes: ['аррӏе', 'Ａｐｐｌｅ　１５', 'ΑΡΡLE', 'Iрhоne l5', '𝐢𝐏𝐡𝐨𝐧𝐞', 'ⅰⓟⓗⓞⓝⓔ'],
  SQL: [
    "'; DROP TABLE item;--",
    "1' OR '1'='1",
    '"; SELECT pg_sleep(10);--',
    '$$;ROLLBACK;$$',
    '$1 ${1} :id ?',
    'U&"\\0061"',
  ],
  COPY: ['\\N', '\\.', '手机\\.', 'a\\tb', '\\', '\\\\', 'a\\', '\\x41', '\\u0000', '手\t机', '手\\\n机'],
  JSON: ['{"a":1}', '"]}', '\\"', '\\u0041', '\\ud800', 'null', 'NULL', 'undefined', 'NaN', 'true', '[]'],
  'names of JavaScript': [
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'toString',
    '[object Object]',
    'then',
  ],
  HTML: [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '&lt;b&gt; &amp;amp; &#x41;',
    '<!--',
    ']]>',
    '<?xml version="1.0"?>',
    'javascript:alert(1)',
    '\u003cscript\u003e',
  ],
  formulas: [
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(1)',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    '="007"',
    '=""',
    '＝1+1',
    '%0A=1',
    "'007",
    "''",
    "'",
    "'=1",
    '-5',
    '+8613800138000',
    '="a""b"',
    '=+-@',
  ],
  templates: [
    '{{7*7}}',
    '${7*7}',
    '<%= 7*7 %>',
    '#{7*7}',
    '%s%n%x',
    '{0}',
    '$(touch x)',
    '`id`',
    '${jndi:ldap://x/a}',
  ],
  paths: [
    '../../etc/passwd',
    'C:\\con',
    'file:///etc/passwd',
    '%00',
    '%2e%2e%2f',
    'AUX',
    '/dev/null; rm -rf /',
  ],
  CSV: [
    '"',
    '""',
    '","',
    'a"b',
    '65" TV',
    'a,b',
    'a;b',
    'a|b',
    'a\nb',
    'a\r\nb',
    'a\rb',
    '\n',
    ',',
    '"\n"',
    'sep=;',
  ],
  numbers: [
    '0',
    '-0',
    '1e1000',
    '0x10',
    '1_000',
    '９',
    '١',
    '3.56938E+14',
    '00123',
    '1/2',
    '2026-11-26',
    'Infinity',
  ],
  lengths: ['长'.repeat(200), '长'.repeat(201), ' '.repeat(500), `a${' '.repeat(300)}b`, 'x'.repeat(60_000)],
  'words of ours': ['合计', '总计：', '示例-1', '商家编码', '标题', '清空', '无', '下架', '__CLEAR__', '-'],
}

/** The Big List of Naughty Strings as far as it lies beside the checkout, and all that it lacks. */
export const NAUGHTY_TEXTS: string[] = [...new Set([...Object.values(KINDS).flat(), ...readBigList()])]

function readBigList(): string[] {
  try {
    const list = readFileSync(path.join(FIXTURES, 'strings/naughty_strings_subset.txt'), 'utf8')
    return list.split('\n').filter(line => line !== '')
  } catch {
    return []
  }
}
