/** Each names what must never be of a sale and its money; none may have a row. */
export const SALE_MUST_NOT_BE = {
  'a piece sold twice': 'SELECT item_id FROM sale GROUP BY item_id, listing_generation HAVING count(*) > 1',
  'a sale without its money': `SELECT sale.order_id FROM sale LEFT JOIN payment USING (order_id)
    WHERE payment.state IS DISTINCT FROM 'succeeded'`,
  'money without its sale': `SELECT payment.id FROM payment LEFT JOIN sale USING (order_id)
    WHERE payment.state = 'succeeded' AND sale.order_id IS NULL
      AND NOT EXISTS (SELECT FROM refund WHERE refund.payment_id = payment.id)`,
} as const
