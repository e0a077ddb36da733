import type { BuyerContact } from '@haowu/shared/orders.ts'

/** People of the story. No network has numbers that begin like these, so nobody can be called. */
export const BUYERS: BuyerContact[] = [
  {
    name: '王雨桐',
    phone: '+86 100 0000 1001',
    region: '浙江省杭州市西湖区',
    address: '文三路 478 号 3 幢 502 室',
  },
  { name: '李海', phone: '+86 100 0000 1002', region: '广东省深圳市南山区', address: '科技园南路 12 号' },
  {
    name: '欧阳思远',
    phone: '+86 100 0000 1003',
    region: '四川省成都市武侯区',
    address: '天府大道北段 1700 号',
  },
  { name: '赵敏', phone: '+86 100 0000 1004', region: '北京市朝阳区', address: '望京街 9 号院 2 号楼' },
]
