/** Where the demo's ERP answers, and to whom. The key opens nothing but a list that everybody may read here. */
export const ERP_SIMULATOR_PATH = '/demo/erp/items'
export const ERP_SIMULATOR_KEY = 'demo-erp-key'
