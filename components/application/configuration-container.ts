import type { Container } from "./container-definitions";

/** Volume that the configuration container fills and the application container reads. */
export const CONFIGURATION_VOLUME = "configuration";
const FOLDER = "/configuration";

/** File with the certificates that a database's own is checked against. */
export const DATABASE_CA_FILE = "database-ca.pem";

/** Path of a configuration file inside the application container. */
export function configurationPath(fileName: string): string {
    return `${FOLDER}/${fileName}`;
}

/** How the application container sees the files. */
export const CONFIGURATION_MOUNT = { volume: CONFIGURATION_VOLUME, path: FOLDER, readOnly: true } as const;

/**
 * A container that writes files for the application and ends.
 *
 * Neither image takes the certificate authority of DocumentDB or RDS, or `librechat.yaml`, from its environment, and a task on Fargate
 * has no files of its own. This container runs the application's own image, so nothing more is pulled, leaves the application's start
 * command as it is, and needs no bucket and no file system. It runs as root, because a new volume belongs to root.
 *
 * @param files contents by file name, together well below the 64 KiB that a task definition may have
 */
export function configurationContainer(image: string, files: Readonly<Record<string, string>>): Container {
    const entries = Object.entries(files)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([fileName, content], index) => ({ fileName, content, variable: `FILE_${index}` }));
    return {
        name: "configuration",
        image,
        essential: false,
        user: "0",
        command: [
            "sh",
            "-c",
            entries.map(({ fileName, variable }) => `printf %s "$${variable}" > ${configurationPath(fileName)}`).join(" && "),
        ],
        environment: Object.fromEntries(entries.map(({ variable, content }) => [variable, content])),
        secrets: {},
        mounts: [{ volume: CONFIGURATION_VOLUME, path: FOLDER, readOnly: false }],
    };
}
