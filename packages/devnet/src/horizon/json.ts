/** What a body is made of. Members that are undefined are left out, as Go leaves out empty ones. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export type JsonObject = { readonly [key: string]: Json | undefined }

/** A REST or problem body: two spaces a level, no newline at the end. */
export function renderIndented(value: Json): string {
  return escapeAsGo(JSON.stringify(value, null, 2))
}

/** The data of a stream's event: one line. */
export function renderCompact(value: Json): string {
  return escapeAsGo(JSON.stringify(value))
}

const htmlUnsafe = /[<>&\u2028\u2029]/g

/** Go's encoder escapes what HTML or JavaScript would misread. These characters stand inside strings only, so the text can be treated as a whole. */
function escapeAsGo(text: string): string {
  return text.replace(htmlUnsafe, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
