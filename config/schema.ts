/**
 * Every setting of the stack configuration, once.
 *
 * The type, the default, the documentation and the words of each refusal stand together; presets, rules, messages, the settings table
 * and {@link Settings} are all made from here.
 */
import { z } from "zod";
import { compute } from "./settings/compute";
import { data } from "./settings/data";
import { edge } from "./settings/edge";
import { features } from "./settings/features";
import { general } from "./settings/general";
import { network } from "./settings/network";
import { operations } from "./settings/operations";

/** Namespace of all settings: `librechat:natGateways`. */
export const NAMESPACE = "librechat";

export const schema = z.strictObject({ ...general, ...network, ...compute, ...data, ...features, ...edge, ...operations });

/** A setting's name without its namespace. */
export type SettingName = keyof typeof schema.shape;

/** Values as they pass the schema, with its static defaults, before presets and derived defaults. */
export type SchemaValues = z.output<typeof schema>;

/** All names, in the order of the documentation. */
export const settingNames = Object.keys(schema.shape) as SettingName[];
