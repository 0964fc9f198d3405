import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publicPackages } from '../workspace/members.ts'

function git(root: string, ...argv: string[]): string {
  return execFileSync('git', argv, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 28,
  })
}

/** The packages that the pending changesets name. */
function announced(root: string): Set<string> {
  const folder = join(root, '.changeset')
  const files = existsSync(folder)
    ? readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md')
    : []
  const heads = files.map((file) => readFileSync(join(folder, file), 'utf8').split(/^---$/m)[1] ?? '')
  return new Set(
    heads.flatMap((head) => [...head.matchAll(/^["']?([^"':\s]+)["']?\s*:/gm)].map((match) => match[1] ?? '')),
  )
}

/** The API reports of a package as of a commit: path to text. */
function reportsAt(root: string, commit: string, folder: string): Map<string, string> {
  const files = git(root, 'ls-tree', '-r', '--name-only', '-z', commit, '--', `${folder}/etc/`).split('\0')
  const reports = files.filter((file) => file.endsWith('.api.md'))
  return new Map(reports.map((file) => [file, git(root, 'show', `${commit}:${file}`)]))
}

/**
 * Packages whose public API differs from that of their last version, and which no pending changeset names.
 *
 * The last version is the last commit that changed the `version` line of the package's manifest; its reports are those that users have.
 *
 * @returns One problem for each such package, or the reason why it cannot be known here.
 */
export function missingChangesets(root: string): { readonly problems: string[] } | { readonly unknown: string } {
  try {
    git(root, 'rev-parse', '--verify', 'HEAD')
  } catch {
    return { unknown: 'this is no git clone with a history' }
  }
  if (git(root, 'rev-parse', '--is-shallow-repository').trim() === 'true') {
    return { unknown: 'a shallow clone lacks the commits of the last versions: git fetch --unshallow' }
  }
  const named = announced(root)
  const problems = publicPackages(root).flatMap(({ folder, manifest }) => {
    if (named.has(manifest.name)) return []
    const commit = git(root, 'log', '-1', '--format=%H', '-G', '^  "version":', '--', `${folder}/package.json`).trim()
    const before = commit ? reportsAt(root, commit, folder) : new Map<string, string>()
    const now = globSync(`${folder}/etc/*.api.md`, { cwd: root }).map((file) => file.replaceAll('\\', '/'))
    const changed = now.filter((file) => before.get(file) !== readFileSync(join(root, file), 'utf8'))
    const removed = [...before.keys()].filter((file) => !now.includes(file))
    const differing = [...changed, ...removed]
    return differing.length > 0
      ? [`${differing.join(', ')} changed since the last version: npm run t -- changeset, for ${manifest.name}`]
      : []
  })
  return { problems }
}
