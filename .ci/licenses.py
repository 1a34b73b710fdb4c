"""Every third-party crate's license allows redistribution in an MIT program."""

import json
import re
import subprocess
import sys

ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "BlueOak-1.0.0", "CC0-1.0", "CDLA-Permissive-2.0", "ISC", "MIT",
    "MIT-0", "MPL-2.0", "OpenSSL", "Unicode-3.0", "Unicode-DFS-2016", "Unlicense", "Zlib", "bzip2-1.0.6",
}


def allowed(expression: str) -> bool:
    """SPDX: every `AND` part needs an allowed `OR` alternative."""
    text = re.sub(r"\s+WITH\s+\S+", "", expression.replace("/", " OR "))
    tokens = re.findall(r"\(|\)|[^\s()]+", text)
    python = " ".join(
        {"AND": "and", "OR": "or", "(": "(", ")": ")"}.get(token, str(token in ALLOWED)) for token in tokens
    )
    return bool(eval(python))  # only True, False, and, or, parentheses


metadata = json.loads(
    subprocess.run(["cargo", "metadata", "--format-version", "1", "--locked"], check=True, capture_output=True).stdout
)
refused = [
    f"{package['name']} {package['version']}: {package['license']}"
    for package in metadata["packages"]
    if not package.get("license_file") and not allowed(package["license"] or "none")
]
print(f"{len(metadata['packages'])} crates, {len(refused)} with a license that is not on the list")
if refused:
    sys.exit("\n".join(refused))
