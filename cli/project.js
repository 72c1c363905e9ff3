/**
 * What `awaitc new` writes besides template/: package.json and the name in the README. Pure, so
 * that the playground creates the same project from a program on its page.
 * @module
 */

/** What npm may call a package, made of a folder's name. @param {string} name */
function packageName(name) {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9._~-]+/g, "-")
      .replace(/^[._-]+|-+$/g, "") || "program"
  );
}

/**
 * The text of package.json.
 * @param {{ name: string, engines: Record<string, string>, awaitc: string }} project
 *   `awaitc`: where npm finds it
 */
export function manifestOf({ name, engines, awaitc }) {
  const manifest = {
    name: packageName(name),
    version: "0.1.0",
    private: true,
    type: "module",
    scripts: {
      start: "awaitc run src/main.c",
      dev: "awaitc run --watch src/main.c",
      serve: "awaitc serve --watch src/main.c",
      build: "awaitc build src/main.c -g -o build/main.wasm",
      pretest: "npm run --silent build",
      test: "node --test",
    },
    engines,
    devDependencies: { awaitc },
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** The template's README for a project. @param {string} about @param {string} name */
export const readmeOf = (about, name) => about.replace("NAME", () => packageName(name));
