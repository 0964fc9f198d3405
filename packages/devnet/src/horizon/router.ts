/** Finds what serves a path. */
export type Router<Target> = {
  /** Every target under the path, with what stands for the names in its pattern. */
  match(path: string): readonly Match<Target>[]
}

export type Match<Target> = { readonly target: Target; readonly params: Readonly<Record<string, string>> }

/** Makes a router of patterns like `/accounts/{account_id}/offers`; a name in braces takes one segment. */
export function createRouter<Target extends { readonly path: string }>(targets: readonly Target[]): Router<Target> {
  const patterns = targets.map((target) => ({ target, segments: split(target.path) }))
  return {
    match: (path) => {
      const segments = split(path)
      return patterns.flatMap(({ target, segments: pattern }) => {
        const params = pattern.length === segments.length ? matchSegments(pattern, segments) : undefined
        return params === undefined ? [] : [{ target, params }]
      })
    },
  }
}

/** Slashes at the end are stripped, as Horizon does. */
function split(path: string): readonly string[] {
  return path.replace(/\/+$/, '').split('/').slice(1)
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const params: Record<string, string> = {}
  for (const [at, expected] of pattern.entries()) {
    const segment = segments[at] ?? ''
    if (expected.startsWith('{')) params[expected.slice(1, -1)] = decodeSegment(segment)
    else if (expected !== segment) return undefined
  }
  return params
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch (error) {
    if (error instanceof URIError) return segment // no escape: the parameter's own check refuses it
    throw error
  }
}
