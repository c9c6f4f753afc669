package org.eclipse.kura.core.configuration.metatype;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.eclipse.kura.configuration.metatype.AD;
import org.eclipse.kura.configuration.metatype.Icon;
import org.eclipse.kura.configuration.metatype.OCD;

/** The definition of a component's configuration. */
public class Tocd implements OCD {
    protected List<Tad> ad = new ArrayList<>();
    protected List<Ticon> icon = new ArrayList<>();
    protected List<Object> any = new ArrayList<>();
    protected String name;
    protected String description;
    protected String id;
    private final Map<QName, String> otherAttributes = new HashMap<>();

    public Tocd() {
        // everything is set by the caller
    }

    /** A copy of the list of attributes. */
    @Override
    public List<AD> getAD() {
        return new ArrayList<>(ad);
    }

    public void addAD(Tad element) {
        ad.add(element);
    }

    /** A copy of the list of icons. */
    @Override
    public List<Icon> getIcon() {
        return new ArrayList<>(icon);
    }

    /** Adds an icon. */
    public void setIcon(Ticon element) {
        icon.add(element);
    }

    /** Elements of other schemas; what is added to this list is kept. */
    public List<Object> getAny() {
        return any;
    }

    /** Adds an element of another schema. */
    public void setAny(Object element) {
        any.add(element);
    }

    @Override
    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    @Override
    public String getDescription() {
        return description;
    }

    public void setDescription(String description) {
        this.description = description;
    }

    @Override
    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    /** Attributes of other schemas; what is put there is kept. */
    public Map<QName, String> getOtherAttributes() {
        return otherAttributes;
    }
}
