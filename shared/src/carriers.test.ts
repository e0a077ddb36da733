import { expect, test } from 'vitest'
import { carrierNamed, detectCarrier } from './carriers.ts'

test.each([
  ['SF1234567890123', 'sf'],
  ['JDVA12345678901', 'jd'],
  ['EA123456789CN', 'ems'],
  ['YT1234567890123', 'yto'],
  ['771234567890123', 'sto'],
  ['78123456789012', 'zto'],
  ['431234567890123', 'yunda'],
  ['123456789012', null],
  ['SF12', null],
])('the number %s is of %s', (trackingNo, carrier) => {
  expect(detectCarrier(trackingNo)).toBe(carrier)
})

test('a carrier is known by its Chinese name, its code and with stray spaces', () => {
  expect(['顺丰速运', ' ＳＦ ', '韵达 快递', '猫头鹰'].map(carrierNamed)).toEqual(['sf', 'sf', 'yunda', null])
})
