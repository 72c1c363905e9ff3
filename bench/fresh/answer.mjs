// How a script of this folder answers the process that started it.
import { Missing } from "../suite.mjs";

/** Prints what `work` gives as JSON, or why it cannot run here, and ends the process.
 * @param {() => object | Promise<object>} work */
export async function answer(work) {
  const told = await Promise.resolve()
    .then(work)
    .catch((error) => {
      if (error instanceof Missing) return { missing: error.message };
      throw error;
    });
  console.log(JSON.stringify(told));
  process.exit();
}
