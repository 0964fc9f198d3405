/** Long, and not a word: what operators of servers take for a key in a path, as in `/v1/k3y…/transactions`. */
const KEY = /^(?=.*\d)[\w.~-]{16,}$/
/** Of Horizon's own paths what comes after these is an id. */
const BEFORE_IDS = new Set([
  ...['accounts', 'claimable_balances', 'data', 'effects', 'ledgers', 'liquidity_pools', 'offers'],
  ...['operations', 'transactions'],
])

/** A path as it may be shown: an operator's key in it is left out. */
export function hideKeys(path: string): string {
  const parts = path.split('/')
  return parts.map((part, index) => (KEY.test(part) && !BEFORE_IDS.has(parts[index - 1] ?? '') ? '…' : part)).join('/')
}
