import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

export default tseslint.config(
    { ignores: ["**/bin/", "coverage/", ".simulated/", "node_modules/", "**/*.cjs", "**/*.mjs"] },
    ...tseslint.configs.strictTypeChecked,
    {
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
            "max-lines": ["error", { max: 250 }],
            "@typescript-eslint/prefer-nullish-coalescing": "error",
            "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
        },
    },
    {
        files: ["components/**/*.ts", "index.ts"],
        plugins: { "@pulumi": pulumi },
        rules: {
            "max-lines-per-function": ["error", { max: 40, skipComments: true }],
            "@pulumi/no-output-in-template-literal": "error",
            "@pulumi/no-output-instance-in-template-literal": "error",
        },
    },
    { files: ["test/**/*.ts"], rules: { "@typescript-eslint/no-non-null-assertion": "off" } },
);
