/** Whether text may stand in the ledger as a name: ASCII without control characters. stellar-core `isStringValid`. */
export function isTextValid(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f)
}
