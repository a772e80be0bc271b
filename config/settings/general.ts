import { z } from "zod";
import { measured, oneOf, setting, text } from "../setting";

/**
 * What AWS allows in a tag; keys that begin with `aws:` are its own.
 * Source: https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
 */
const TAG_KEY = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

const tagValue = text(TAG_VALUE, "text of at most 256 letters, digits, blanks and _ . : / = + - @", "research");

/** AWS takes 50 tags on a resource; some are left for those that the program sets itself. */
const MOST_TAGS = 40;

export const general = {
    preset: setting(oneOf(["standard-dev", "staging", "production"]).default("standard-dev"), {
        group: "general",
        description: "The set of defaults; every other setting overrides it.",
        change: "Changes every setting that is not set explicitly; look at a preview first.",
        price: "About $200 a month for standard-dev, $235 for staging and $800 for production in us-east-1, before traffic and models.",
    }),
    tags: setting(
        measured(
            z.record(z.string().regex(TAG_KEY), tagValue).refine((tags) => Object.keys(tags).length <= MOST_TAGS),
            `at most ${MOST_TAGS} tags, with keys of 1 to 128 letters, digits, blanks and _ . : / = + - @ that do not begin with aws:`,
            "costCenter",
        ).default({}),
        { group: "general", description: "Tags for every resource that takes tags, besides those of the program." },
    ),
};
