/** Answering requests from the cloud. */
@Export
@Version("1.0.0")
package org.eclipse.kura.cloudconnection.request;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
