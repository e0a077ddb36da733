/** Where the demo's ERP answers, and to whom. The key opens nothing but a list that everybody may read here. */
export const ERP_SIMULATOR_PATH = '/demo/erp/items'
/** Where its pictures hang, by code; open to everybody, as a shop's are. */
export const ERP_PICTURES_PATH = '/demo/erp/pictures'
export const ERP_SIMULATOR_KEY = 'demo-erp-key'
