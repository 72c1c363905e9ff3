// Recognises built-in classes where `instanceof` fails: for a value of another realm, such as a
// frame's Response.

/**
 * Whether `value` is of the built-in class `tag`, from any realm.
 * @param {unknown} value
 * @param {string} tag
 */
export function is(value, tag) {
  return {}.toString.call(value) === `[object ${tag}]`;
}
