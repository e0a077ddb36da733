/** Vite writes it into each tag that needs the nonce; every answer that may not be shared gets its own. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__'
