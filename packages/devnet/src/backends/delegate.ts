/** What a delegate gives in place of its target's members, asked at each access. */
export type Overrides<Target> = { readonly [Name in keyof Target]?: () => Target[Name] }

/**
 * An object whose members are, at each access, those of the current target: whoever holds it sees the targets change. Members must not rely on `this`.
 *
 * @param sample - A target, for the names of its members.
 */
export function delegate<Target extends object>(
  sample: Target,
  current: () => Target,
  overrides: Overrides<Target> = {},
): Target {
  const members = Object.keys(sample).map((key) => {
    const name = key as keyof Target
    return [key, { get: overrides[name] ?? (() => current()[name]), enumerable: true }] as const
  })
  return Object.defineProperties({}, Object.fromEntries(members)) as Target
}
