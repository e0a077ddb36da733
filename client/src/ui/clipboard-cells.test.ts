import { expect, test } from 'vitest'
import { readCells } from './clipboard-cells.ts'

test.each([
  ['one cell', '1299', [['1299']]],
  [
    'a block, as Excel ends it',
    'a\tb\r\nc\td\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'blank cells',
    '\tb\n\t',
    [
      ['', 'b'],
      ['', ''],
    ],
  ],
  ['a line break within a cell', '"two\nlines"\tb', [['two\nlines', 'b']]],
  ['a doubled quote', '"65"" TV\nblack"\t1', [['65" TV\nblack', '1']]],
  ['a lone quote is text', '65" TV\t1', [['65" TV', '1']]],
  ['a quote that never closes is text', '"open\t1', [['"open', '1']]],
])('reads %s', (_name, text, cells) => expect(readCells(text)).toEqual(cells))
