package org.metergate.publisher.outbox.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files with the places of destinations, and those of them that cannot be read. Guarded by the store. */
final class Places {

    private final Path folder;
    private final Disk disk;
    private final List<Place> found = new ArrayList<>();
    private final List<Path> lost = new ArrayList<>();

    private Places(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /** @param watch is told of places that cannot be read */
    static Places in(Path folder, Disk disk, StoreWatch watch) throws IOException {
        Places places = new Places(folder, disk);
        for (Path file : Segments.files(folder, "*.place")) {
            Optional<Place> place = Place.existing(disk, file);
            if (place.isPresent()) {
                places.found.add(place.get());
            } else {
                places.lost.add(file);
                watch.damaged(file.toString(), Files.size(file));
            }
        }
        return places;
    }

    /** @return the places that were there at the start */
    List<Place> found() {
        return found;
    }

    /** @return the last position that one of them knows of */
    long last(StoreAge age) throws IOException {
        long last = 0;
        for (Place place : found) {
            Place.Noted noted = place.read().orElseThrow();
            age.isAtLeast(noted.millis());
            last = Math.max(last, noted.position());
            for (long done : noted.done()) {
                last = Math.max(last, done + 1);
            }
        }
        return last;
    }

    /** @return whether there is a destination of which nobody knows what it waits for */
    boolean hasLost() {
        return !lost.isEmpty();
    }

    /** A place for a destination that has none that can be read. */
    record Made(Place place, boolean isNew, Optional<Path> lost) {}

    Made make(String name, List<EntryQueue> queues) throws IOException {
        Optional<Path> file = lost.stream()
                .filter(one -> one.equals(Place.file(folder, Place.number(one), name)))
                .findFirst();
        int number = file.map(Place::number).orElseGet(() -> free(queues));
        if (number > Entry.MOST_DESTINATIONS) {
            throw new IOException(folder + " has known too many destinations; delete the .place files of old ones");
        }
        return new Made(Place.open(disk, folder, number, name), file.isEmpty(), file);
    }

    /** It is in use. */
    void settled(Made made) {
        made.lost().ifPresent(lost::remove);
    }

    private int free(List<EntryQueue> queues) {
        int used = queues.stream().mapToInt(EntryQueue::number).max().orElse(0);
        int unreadable = lost.stream().mapToInt(Place::number).max().orElse(0);
        return Math.max(used, unreadable) + 1;
    }
}
