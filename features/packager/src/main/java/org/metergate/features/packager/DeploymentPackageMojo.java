package org.metergate.features.packager;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.model.Dependency;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;

/**
 * Makes the deployment package of a project that lists its bundles as dependencies.
 *
 * <p>A bundle is listed directly, or in another package that is a dependency of type {@code pom}. What a bundle in turn
 * depends on is not shipped unless it is listed; what has the scope {@code provided} is there already.
 */
@Mojo(
        name = "deployment-package",
        defaultPhase = LifecyclePhase.PACKAGE,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public final class DeploymentPackageMojo extends AbstractMojo {

    private final MavenProjectHelper helper;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${project.build.directory}", required = true)
    private File directory;

    /** The bundles alone, for the other kinds of packages. */
    @Parameter(defaultValue = "${project.build.directory}/bundles", required = true)
    private File bundles;

    /** Time of all entries, ISO 8601. */
    @Parameter(defaultValue = "${project.build.outputTimestamp}", required = true)
    private String outputTimestamp;

    /** Size that no package may exceed, in bytes. */
    @Parameter(required = true)
    private long largest;

    @Inject
    public DeploymentPackageMojo(MavenProjectHelper helper) {
        this.helper = helper;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        try {
            Set<String> there = project.getDependencies().stream()
                    .filter(dependency -> Artifact.SCOPE_PROVIDED.equals(dependency.getScope()))
                    .map(Dependency::getManagementKey)
                    .collect(Collectors.toSet());
            List<ShippedBundle> shipped = new ArrayList<>();
            for (Artifact artifact : project.getArtifacts()) {
                if (artifact.getType().equals("jar") && isListed(artifact.getDependencyTrail(), there)) {
                    shipped.add(ShippedBundle.read(artifact.getFile().toPath()));
                }
            }
            DeploymentPackage made = new DeploymentPackage(
                    project.getArtifactId(),
                    DeploymentPackage.osgiVersion(project.getVersion()),
                    project.getName(),
                    shipped);
            copy(made.bundles());
            Path file = write(made);
            helper.attachArtifact(project, "dp", file.toFile());
            report(made, file);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new MojoFailureException(e.getMessage(), e);
        } catch (IOException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
    }

    /**
     * @param trail from this project to the bundle, each as {@code group:artifact:type:version}
     * @param there packages that are installed already, as {@code group:artifact:type}
     * @return whether nothing but packages lies between, and none of those that are there
     */
    static boolean isListed(List<String> trail, Set<String> there) {
        return trail.subList(1, trail.size() - 1).stream()
                .map(between -> between.substring(0, between.lastIndexOf(':')))
                .allMatch(between -> between.endsWith(":pom") && !there.contains(between));
    }

    private void copy(List<ShippedBundle> shipped) throws IOException {
        Path folder = Files.createDirectories(bundles.toPath());
        removeFrom(folder, "*.jar");
        for (ShippedBundle bundle : shipped) {
            Path copy = folder.resolve(bundle.name() + "_" + bundle.version() + ".jar");
            Files.copy(bundle.file(), copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path write(DeploymentPackage made) throws IOException {
        removeFrom(directory.toPath(), made.name() + "_*.{dp,deb,changes}");
        Path file = directory.toPath().resolve(made.fileName());
        made.write(file, Instant.parse(outputTimestamp));
        return file;
    }

    private void report(DeploymentPackage made, Path file) throws IOException, MojoFailureException {
        long size = Files.size(file);
        String said = String.format(
                Locale.ROOT,
                "%s: %.2f MB, bundles: %d",
                made.fileName(),
                size / 1e6,
                made.bundles().size());
        if (size > largest) {
            throw new MojoFailureException(said + ", but no package may exceed " + largest + " bytes");
        }
        getLog().info(said);
    }

    /** A package of an older version must not be taken for this one. */
    private static void removeFrom(Path folder, String glob) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, glob)) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
    }
}
