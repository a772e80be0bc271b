/** Imports go one way: index -> components; policy-pack -> config; the simulator and the policy pack must be able to disagree. */
const never = (name, comment, from, to) => ({ name, comment, severity: "error", from: { path: from }, to: { path: to } });

module.exports = {
    forbidden: [
        never(
            "components-take-arguments",
            "components take arguments, never configuration",
            "^components",
            "^(policy-pack|simulator|tools|test|index|config/(load|schema|rules|presets))",
        ),
        never(
            "config-stands-alone",
            "config is shared by the program and the policy pack",
            "^config",
            "^(components|policy-pack|simulator|lambda|tools|test|index)",
        ),
        never(
            "pack-stands-alone",
            "the pack proves from the resource graph alone",
            "^policy-pack",
            "^(components|simulator|lambda|tools|test|index)",
        ),
        never(
            "simulator-stands-alone",
            "the simulator is a separate opinion",
            "^simulator",
            "^(components|config|policy-pack|lambda|tools|test|index)",
        ),
        never(
            "lambda-stands-alone",
            "functions are bundled alone",
            "^lambda",
            "^(components|config|policy-pack|simulator|tools|test|index)",
        ),
        never(
            "nothing-imports-index",
            "the entry point, commands and tests are leaves",
            "^(components|config|policy-pack|simulator|lambda)",
            "^(index|tools|test)",
        ),
        { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    ],
    options: {
        doNotFollow: { path: "node_modules" },
        exclude: { path: "(^|/)(bin|node_modules)/" },
        tsPreCompilationDeps: true,
        tsConfig: { fileName: "tsconfig.json" },
    },
};
