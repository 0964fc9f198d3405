/** What a body has in the wrong place: `message` is what should be there. The path grows on the way out, so that a good body costs nothing for it. */
export class Misfit extends Error {
  override readonly name = 'Misfit'
  path: string

  constructor(wanted: string, path = '') {
    super(wanted)
    this.path = path
  }

  /** The same misfit, seen from what holds it. */
  within(step: string): this {
    this.path = this.path === '' || this.path.startsWith('[') ? `${step}${this.path}` : `${step}.${this.path}`
    return this
  }
}
