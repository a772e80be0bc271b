/**
 * Loaded by Node.js ahead of Pulumi's script that runs a program, `@pulumi/pulumi/cmd/run/index.js`, which the process's first argument names.
 *
 * A program that starts Node.js with its own arguments has this file loaded there, too; it changes nothing then.
 */
import * as path from "node:path";
import { deferRarelyUsedModules } from "./late-modules";

deferRarelyUsedModules(path.resolve(process.argv[1] ?? "", "../../..", "index.js"));
